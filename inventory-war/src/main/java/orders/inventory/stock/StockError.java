package orders.inventory.stock;

import orders.http.error.ErrorCode;

/** What can go wrong with a reservation. */
public enum StockError implements ErrorCode {
  /** The reservation of this key was given back, before or since. */
  RESERVATION_RELEASED(409),
  /** Not enough stock, or an SKU that does not exist; nothing is held. */
  INSUFFICIENT_STOCK(422);

  private final int status;

  StockError(int status) {
    this.status = status;
  }

  @Override
  public int status() {
    return status;
  }
}
