/**
 * Charges and what is given back of them: {@code ChargesResource} takes the requests, {@code
 * Cashier} is the life of a charge, {@code ChargeTable} and {@code RefundTable} write it down,
 * {@code BackgroundSettlement} goes on with what nobody waits for any more.
 */
package orders.payments.charges;
