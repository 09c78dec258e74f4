/**
 * Charges: {@code ChargesResource} is the door, {@code Cashier} decides and records, {@code Charge}
 * is the row.
 */
package orders.payments.charges;
