/** For whom this thread works: under which id, and how long whoever asked still waits. */
package orders.context;
