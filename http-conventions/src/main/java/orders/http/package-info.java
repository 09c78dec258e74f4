/**
 * The door every service has: request id, body limit, strict JSON, error answers, health,
 * idempotency key and fingerprint, and the start of its database. No business word belongs here; it
 * exists because three copies of these rules would drift apart.
 */
package orders.http;
