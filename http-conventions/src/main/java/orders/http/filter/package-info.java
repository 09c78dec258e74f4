/** What is asked of every request before a resource sees it; their order is {@code FilterOrder}. */
package orders.http.filter;
