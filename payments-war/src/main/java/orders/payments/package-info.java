/** The money: what was charged under which key, and what was given back. */
package orders.payments;
