package orders.gateway.upstream;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Exponential backoff with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog,
 * 2015). Its priority puts it inside the fault-tolerance interceptor (4010 on Liberty), so it runs
 * once per attempt, and the context data counts them.
 */
@Interceptor
@ExponentialBackoff
@Priority(Interceptor.Priority.PLATFORM_AFTER + 100)
public class ExponentialBackoffInterceptor {
  private static final String ATTEMPT = ExponentialBackoffInterceptor.class.getName();

  @Inject
  @ConfigProperty(name = UpstreamSettings.BACKOFF_BASE_MS)
  long baseMs;

  @Inject
  @ConfigProperty(name = UpstreamSettings.BACKOFF_MAX_MS)
  long maxMs;

  @AroundInvoke
  Object waitBeforeRetry(InvocationContext call) throws Exception {
    int attempt = (int) call.getContextData().merge(ATTEMPT, 1, (a, b) -> (int) a + (int) b);
    if (attempt > 1) {
      Thread.sleep(ThreadLocalRandom.current().nextLong(ceilingMs(attempt) + 1));
    }
    return call.proceed();
  }

  private long ceilingMs(int attempt) {
    int doublings = Math.min(attempt - 2, 20);
    return Math.min(maxMs, baseMs << doublings);
  }
}
