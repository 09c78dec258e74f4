/**
 * The door every service has, and no business word in it; it exists because three copies of these
 * rules would drift apart. In the order in which a request meets it:
 *
 * <ul>
 *   <li>before JAX-RS (web-fragment.xml): {@code RequestId}, {@code RequestSmugglingFilter}, {@code
 *       RequestBufferingFilter}, {@code ConcurrencyLimit}
 *   <li>JAX-RS filters: {@code ProblemDetailsFilter}, {@code Utf8Body}, {@code ServiceToken},
 *       {@code RequestDeadline}, {@code BodyLimit}, {@code NothingIgnored}, {@code
 *       IdempotencyFilter}
 *   <li>what a resource reads: {@code JsonFields} (of {@code StrictJson}), {@code IdempotencyKey}
 *   <li>what goes wrong: {@code ApiException} with an {@code ErrorCode}, answered by {@code
 *       ErrorAnswers}
 * </ul>
 */
package orders.http;
