package orders.payments.charges;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import orders.http.error.ErrorAnswers;
import orders.payments.provider.ProviderUnavailable;

/** No answer from the provider, as HTTP. */
@Provider
public class ProviderAnswers implements ExceptionMapper<ProviderUnavailable> {

  @Override
  public Response toResponse(ProviderUnavailable thrown) {
    return ErrorAnswers.answer(ProviderError.PROVIDER_UNAVAILABLE).build();
  }
}
