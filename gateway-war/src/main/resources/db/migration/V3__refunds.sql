-- What is to be given back of an order. The row of the order holds the sum, so that one guarded update keeps the cap
-- however many ask at once, and it stays due as long as one of its refunds is open.
alter table orders
  add column refund_cents bigint not null default 0,
  add column refunds_open integer not null default 0 check (refunds_open >= 0),
  add constraint refunds_within_amount check (refund_cents between 0 and amount_cents),
  add constraint refunds_of_paid check (refund_cents = 0 or transaction_id is not null),
  add constraint open_refund_is_due_or_parked check (refunds_open = 0 or due_at is not null or parked_reason is not null);

create table refund (
  order_id uuid not null references orders,
  id uuid not null,
  idempotency_key text,
  amount_cents bigint not null check (amount_cents > 0),
  status text not null check (status in ('PENDING', 'DONE', 'REFUSED')),
  created_at timestamptz not null default now(),
  primary key (order_id, id),
  unique (order_id, idempotency_key)
);
