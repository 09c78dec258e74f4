package orders.gateway.upstream;

/** The services that the gateway calls. */
public enum Service {
  INVENTORY,
  PAYMENTS
}
