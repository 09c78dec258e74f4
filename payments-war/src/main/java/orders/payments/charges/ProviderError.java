package orders.payments.charges;

import orders.http.error.ErrorCode;

/** What can go wrong at the payment provider. */
public enum ProviderError implements ErrorCode {
  /** The provider did not answer: whether the money moved is not known. */
  PROVIDER_UNAVAILABLE(503);

  private final int status;

  ProviderError(int status) {
    this.status = status;
  }

  @Override
  public int status() {
    return status;
  }
}
