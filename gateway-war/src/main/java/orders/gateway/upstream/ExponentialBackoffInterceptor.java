package orders.gateway.upstream;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.time.Duration;
import java.util.Objects;
import orders.background.Backoff;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Exponential backoff within the service's {@link RetryBudget}. Its priority puts it inside the
 * fault-tolerance interceptor (4010 on Liberty), so it runs once per attempt, and the context data
 * counts them.
 */
@Interceptor
@ExponentialBackoff
@Priority(Interceptor.Priority.PLATFORM_AFTER + 100)
public class ExponentialBackoffInterceptor {
  private static final String ATTEMPT = ExponentialBackoffInterceptor.class.getName();
  private static final String FAILURE = ATTEMPT + ".failure";

  @Inject
  @ConfigProperty(name = UpstreamSettings.BACKOFF_BASE_MS)
  long baseMs;

  @Inject
  @ConfigProperty(name = UpstreamSettings.BACKOFF_MAX_MS)
  long maxMs;

  @Inject RetryBudgets budgets;

  @AroundInvoke
  Object attempt(InvocationContext call) throws Exception {
    RetryBudget budget =
        budgets.of(call.getMethod().getAnnotation(ExponentialBackoff.class).value());
    boolean firstAttempt = context(call).isFirstAttempt();
    int attempt = (int) call.getContextData().merge(ATTEMPT, 1, (a, b) -> (int) a + (int) b);
    if (attempt == 1 && firstAttempt) {
      return first(call, budget);
    }
    if (attempt > 1) {
      // one layer retries: an order that is being tried again is not tried again within that
      if (!firstAttempt) {
        throw lastFailure(call);
      }
      var backoff = new Backoff(Duration.ofMillis(baseMs), Duration.ofMillis(maxMs));
      Thread.sleep(backoff.wait(attempt - 1).toMillis());
    }
    if (!budget.take(System.nanoTime())) {
      throw attempt > 1 ? lastFailure(call) : new NoAnswer.NotSent("retry budget spent");
    }
    return again(call, budget);
  }

  private static CallContext context(InvocationContext call) {
    Object[] parameters = call.getParameters();
    return (CallContext) parameters[parameters.length - 1];
  }

  private static Object first(InvocationContext call, RetryBudget budget) throws Exception {
    Object answer = proceed(call);
    budget.payIn();
    return answer;
  }

  private static Object again(InvocationContext call, RetryBudget budget) throws Exception {
    try {
      Object answer = proceed(call);
      budget.giveBack();
      return answer;
    } catch (NoAnswer.NotSent neverSent) {
      budget.giveBack();
      throw neverSent;
    }
  }

  private static Object proceed(InvocationContext call) throws Exception {
    try {
      return call.proceed();
    } catch (NoAnswer failure) {
      call.getContextData().put(FAILURE, failure);
      throw failure;
    }
  }

  private static NoAnswer lastFailure(InvocationContext call) {
    var failure = (NoAnswer) Objects.requireNonNull(call.getContextData().get(FAILURE));
    return new NoAnswer.NotWorthRetrying(Objects.requireNonNull(failure.getMessage()));
  }
}
