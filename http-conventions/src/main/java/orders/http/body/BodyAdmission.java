package orders.http.body;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import orders.http.error.ApiException;

/** Whether a body is worth reading; a bean of a service that limits its callers. */
public interface BodyAdmission {

  /**
   * @param request whose body is not read yet
   * @return what to answer instead of reading it; empty if it is to be read
   */
  Optional<ApiException> refusal(HttpServletRequest request);
}
