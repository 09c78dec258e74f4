/**
 * The HTTP that every service has in common, and no business word in it; it exists because three
 * copies of these rules would drift apart. {@code FilterOrder} lists, in order, the filters that a
 * request meets.
 */
package orders.http;
