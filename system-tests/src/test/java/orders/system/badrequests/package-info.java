/** A table of requests that must be refused, and with which code. */
package orders.system.badrequests;
