/**
 * What holds whether one server runs all three services or each has its own, by topic; a test class
 * that implements {@link OrdersContract} runs all of it.
 */
package orders.system.contract;
