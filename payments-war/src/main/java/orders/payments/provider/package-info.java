/** The payment provider behind this service: an interface, and a simulator of one. */
package orders.payments.provider;
