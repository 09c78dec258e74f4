-- The order is its own idempotency record and its own to-do entry (docs/decisions/0002, 0003).
create table orders (
  id uuid primary key,
  caller text not null default '',
  idempotency_key text,
  -- false once an order was undone without its client asking: the key is free for a new order
  holds_key boolean not null default true,
  -- the key under which inventory and payments know this order
  upstream_key text not null unique,
  fingerprint text not null,
  items jsonb not null,
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null check (currency in ('EUR', 'USD', 'GBP')),
  status text not null check (status in
    ('PENDING', 'CONFIRMED', 'STOCK_FAILED', 'PAYMENT_FAILED', 'CANCELLING', 'CANCELLED')),
  transaction_id text,
  -- null: nothing left to do; set: somebody must look at this order at that time
  due_at timestamptz,
  version integer not null default 0,
  created_at timestamptz not null default now(),
  check ((status = 'CONFIRMED') <= (transaction_id is not null)),
  check ((status in ('PENDING', 'CANCELLING')) <= (due_at is not null)),
  check ((status in ('STOCK_FAILED', 'CANCELLED')) <= (due_at is null))
);

create unique index orders_by_key on orders (caller, idempotency_key)
  where holds_key and idempotency_key is not null;
create index orders_newest on orders (created_at desc, id desc);
create index orders_due on orders (due_at) where due_at is not null;
