/** Who may come in, how often and from where, by topic. */
package orders.system.edge;
