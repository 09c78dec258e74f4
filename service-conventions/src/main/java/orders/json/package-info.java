/** JSON, and what identifies a request that is written in it. */
package orders.json;
