package orders.payments.provider;

/** The provider did not answer: whether the money moved is not known. */
public final class ProviderUnavailable extends RuntimeException {

  /** Without a stack trace: it is an answer, and frequent while the provider is away. */
  public ProviderUnavailable() {
    super("the provider did not answer", null, false, false);
  }
}
