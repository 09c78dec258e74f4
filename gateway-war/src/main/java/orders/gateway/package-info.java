/**
 * The road of one order.
 *
 * <ol>
 *   <li>The filters of {@code orders.http} refuse what is ambiguous, too large or too much at once;
 *       those of {@code edge}, {@code access} and {@code throttle} say where the request comes
 *       from, who sends it, and how often they may.
 *   <li>{@code orders.boundary.OrdersResource} takes the request; {@code OrderRequest} reads it
 *       strictly, and a bad one ends here with a 400 and nothing stored.
 *   <li>{@code orders.control.PlaceOrder} looks whether its key is known. Commit 1: {@code
 *       orders.control.OrderRepository} stores it as PENDING, before any upstream call.
 *   <li>{@code orders.control.OrderSaga} is the life of the order, on one screen.
 *   <li>{@code stock.StockOverHttp} reserves its items in inventory (commit 2, over there).
 *   <li>{@code payment.PaymentOverHttp} charges it in payments (commits 3 and 4, over there: the
 *       intent before the provider is asked, its answer after it).
 *   <li>Commit 5: the repository writes it as CONFIRMED or STOCK_FAILED; or as PAYMENT_FAILED,
 *       before its stock is given back.
 *   <li>{@code OrdersResource} answers what the row says ({@code OrderAnswers}); so does every
 *       retry of the same key.
 * </ol>
 *
 * A call that brought no answer is neither yes nor no: the order stays PENDING and due, and {@code
 * orders.control.BackgroundCompletion} walks the same road again.
 */
package orders.gateway;
