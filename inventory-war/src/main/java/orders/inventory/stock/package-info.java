/**
 * The stock: {@code StockResource} is the door, {@code Warehouse} the three writes (reserve,
 * release, set), {@code Stock} the table row that everything else reads.
 */
package orders.inventory.stock;
