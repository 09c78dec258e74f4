/** What holds for every call to another service: no answer is not a no, and how often to ask. */
package orders.gateway.upstream;
