-- Attempts in the background of which a call was sent and got no answer, outside an outage: what ORDER_ATTEMPTS_MAX bounds
-- (docs/decisions/0016). `attempts` numbers all of them, a client's retries and those that sent nothing included.
alter table orders add column failed_attempts integer not null default 0;
