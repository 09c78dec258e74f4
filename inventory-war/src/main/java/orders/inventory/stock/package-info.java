/**
 * The stock: {@code StockResource} is its HTTP, {@code Warehouse} the three writes (reserve,
 * release, set), {@code Stock} the table row that everything else reads.
 */
package orders.inventory.stock;
