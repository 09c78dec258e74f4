package orders.gateway.throttle;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import orders.gateway.edge.Caller;
import orders.http.FilterOrder;
import orders.http.error.ApiException;

/** Refuses a caller who asks too much, before a method parses the body or asks the database. */
@Interceptor
@RateLimited
@Priority(FilterOrder.RATE_LIMIT)
public class RateLimitInterceptor {
  @Inject RateLimiter rateLimiter;
  @Inject Caller caller;
  @Inject HttpServletRequest request;

  /**
   * @param invocation of a method that says what it is counted with
   * @return what the method answers
   * @throws ApiException if the caller may not go on
   * @throws Exception as the method does
   */
  @AroundInvoke
  public Object admit(InvocationContext invocation) throws Exception {
    Scope scope = invocation.getMethod().getAnnotation(RateLimited.class).value();
    Optional<RateLimitResult> limited = rateLimiter.admit(scope, caller.bucket());
    Optional<ApiException> refusal = limited.flatMap(RateLimitResult::refusal);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    limited.ifPresent(result -> RateLimitHeaders.tell(request, result));
    return invocation.proceed();
  }
}
