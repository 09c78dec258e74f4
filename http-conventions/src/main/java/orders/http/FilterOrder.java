package orders.http;

import jakarta.interceptor.Interceptor;
import jakarta.ws.rs.Priorities;
import java.util.List;

/**
 * The way of a request, from the socket to the resource: every filter that may stand in it, in
 * order, and why it stands there. A filter that takes no place from here fails a test.
 */
public final class FilterOrder {

  /**
   * Before JAX-RS, as web.xml and web-fragment.xml name them: what browsers need on every answer,
   * on refusals too; the request's name in the log; the port that was reached, before anything is
   * believed of the request; what could be read in two ways; its body, without holding a thread;
   * and a place for it, once it is whole and can be worked on.
   */
  public static final List<String> SERVLET_FILTERS =
      List.of(
          "cors",
          "strict-transport",
          "request-id",
          "reached-port",
          "request-smuggling",
          "request-buffering",
          "concurrency-limit");

  /** First, and so last on the way back: it gives what the others refuse the form of an error. */
  public static final int PROBLEM_DETAILS = 2;

  /** Before JAX-RS looks for a resource method by the media type. */
  public static final int UTF8_BODY = 4;

  /** Before the host is looked at: that port has a rule of its own for hosts. */
  public static final int OPERATORS_PORT = 5;

  /** Before a redirect is made of the host's name. */
  public static final int ALLOWED_HOSTS = 10;

  /** Before any secret is read: it would have come in the clear. */
  public static final int HTTPS = 20;

  /** After host and HTTPS, which hold for it too; before tokens, which browsers do not send yet. */
  public static final int PREFLIGHT = 30;

  /** Before JAX-RS says which paths there are. */
  public static final int SERVICE_TOKEN = 40;

  /** The caller's time runs from the request's arrival. */
  public static final int DEADLINE = Priorities.AUTHENTICATION - 200;

  /** The cheapest refusal of what is too large. */
  public static final int BODY_LIMIT = Priorities.AUTHENTICATION - 100;

  /** Who it is. */
  public static final int AUTHENTICATION = Priorities.AUTHENTICATION;

  /** What they may do, once it is known who they are. */
  public static final int AUTHORIZATION = Priorities.AUTHORIZATION;

  /** On the way back alone: what the interceptor below decided, on every answer. */
  public static final int RATE_LIMIT_HEADERS = Priorities.AUTHORIZATION + 10;

  /** Only for those who may come in: it tells what the resource reads. */
  public static final int UNUSED_INPUT = Priorities.USER - 100;

  /** Last before the resource: a header of its own. */
  public static final int IDEMPOTENCY_KEY = Priorities.USER;

  /**
   * Not a filter but an interceptor of the resource's methods, after all of them: how often, once
   * it is known whose requests are counted; before the method parses the body or asks the database.
   * What a filter refused is not counted.
   */
  public static final int RATE_LIMIT = Interceptor.Priority.APPLICATION;

  private FilterOrder() {}
}
