package orders.architecture.sample;

import jakarta.persistence.EntityManager;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.net.http.HttpResponse;
import orders.http.OurOwn;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Classes that know HTTP, in each way, and those that may. */
public interface WithHttp {

  /** Knows JAX-RS. */
  class OfJaxRs {
    public Response answer;
  }

  /** Knows servlets. */
  class OfServlets {
    public HttpServletRequest request;
  }

  /** Knows Java's client. */
  class OfTheClient {
    public HttpResponse<String> answer;
  }

  /** Knows MicroProfile's client. */
  class OfTheRestClient {
    public RestClientBuilder client;
  }

  /** Knows the services' own HTTP. */
  class OfOurs {
    public OurOwn own;
  }

  /** Knows none. */
  class Core {
    public ServletContext application;
  }

  /** May know it, and not the database. */
  @Path("/")
  class Resource {
    public OurOwn own;
    public EntityManager entities;

    /** A part of it. */
    public record Nested(OurOwn own) {}
  }

  /** Is it. */
  class Everything extends Application {}

  /** Stands for what the codes of errors implement. */
  interface Code {}

  /** Has a status. */
  enum Codes implements Code {
    /** One. */
    CODE;

    public OurOwn own;
  }

  /** Makes an answer of it. */
  class Answers implements ExceptionMapper<RuntimeException> {
    @Override
    public Response toResponse(RuntimeException problem) {
      return Response.serverError().build();
    }
  }
}
