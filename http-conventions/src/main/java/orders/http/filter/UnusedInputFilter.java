package orders.http.filter;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import orders.http.FilterOrder;
import orders.http.Health;
import orders.http.body.JsonFields;
import orders.http.body.RequestBufferingFilter;
import orders.http.error.InvalidRequest;
import orders.http.error.InvalidRequest.Problem;
import orders.value.Ascii;

/**
 * Refuses what nobody would look at: a query parameter that the resource method does not have or
 * takes only once, and a body if it reads none. Who asks for a part and gets the whole has been
 * told a lie with a 200 (docs/decisions/0017). Health is left alone: load balancers ask for it with
 * whatever query they like.
 */
@Provider
@ApplicationScoped
@Priority(FilterOrder.UNUSED_INPUT)
public class UnusedInputFilter implements ContainerRequestFilter {
  private final Map<Method, Known> knownByMethod = new ConcurrentHashMap<>();

  @Context ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = resource.getResourceMethod();
    if (method == null || resource.getResourceClass() == Health.class) {
      return;
    }
    Known known = knownByMethod.computeIfAbsent(method, Known::of);
    List<Problem> problems = known.problems(request.getUriInfo().getQueryParameters());
    if (!problems.isEmpty()) {
      throw new InvalidRequest(problems);
    }
    if (!known.body() && RequestBufferingFilter.isSent(request::getHeaderString)) {
      JsonFields.checkNothing(request.getEntityStream());
    }
  }

  /**
   * What a resource method looks at.
   *
   * @param query the names of its query parameters, each of which it takes once
   * @param body whether it reads one
   */
  record Known(Set<String> query, boolean body) {

    static Known of(Method method) {
      var query = new HashSet<String>();
      boolean body = false;
      for (Parameter parameter : method.getParameters()) {
        QueryParam named = parameter.getAnnotation(QueryParam.class);
        if (named != null) {
          query.add(named.value());
        }
        // Jakarta REST, section 3.3.2.1: the one parameter without an annotation is the body
        body |= List.of(parameter.getAnnotations()).stream().noneMatch(Known::saysFrom);
      }
      return new Known(query, body);
    }

    private static boolean saysFrom(Annotation annotation) {
      return annotation.annotationType().getPackageName().startsWith("jakarta.ws.rs")
          && !annotation.annotationType().equals(jakarta.ws.rs.DefaultValue.class);
    }

    List<Problem> problems(MultivaluedMap<String, String> sent) {
      var problems = new ArrayList<Problem>();
      // sorted: the map has an order of its own
      new TreeMap<>(sent)
          .forEach(
              (name, values) -> {
                if (!query.contains(name)) {
                  problems.add(problem(name, "is not a known parameter"));
                } else if (values.size() > 1) {
                  problems.add(problem(name, "must be given once"));
                }
              });
      return problems;
    }

    private static Problem problem(String name, String reason) {
      String shown = name.isEmpty() ? "(no name)" : Ascii.printable(name);
      return new Problem(shown, reason, "parameter", shown);
    }
  }
}
