/** How many units of each SKU can be sold, and for whom the others are held. */
package orders.inventory;
