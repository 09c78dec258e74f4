package orders.http.error;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * Gives the server's own errors the form of all others: a path below WEB-INF, a malformed URL. The
 * error page of web-fragment.xml.
 */
@WebServlet("/server-error-answer")
public class ServerErrorAnswers extends HttpServlet {

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // absent if a client asks for this path itself
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int code = status == null ? 404 : (int) status;
    HttpError error = HttpError.of(code);
    new ErrorBody(code, error, error.name(), List.of()).write(request, response);
  }
}
