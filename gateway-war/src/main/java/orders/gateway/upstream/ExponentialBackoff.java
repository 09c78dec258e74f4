package orders.gateway.upstream;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Waits before each attempt but the first, beside {@code @Retry}, which can only wait for a
 * constant time; and ends the attempts when the service's retry budget is spent. For methods whose
 * last parameter is a {@link CallContext}.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ExponentialBackoff {

  /**
   * @return the service that is called
   */
  @Nonbinding
  Service value() default Service.INVENTORY;
}
