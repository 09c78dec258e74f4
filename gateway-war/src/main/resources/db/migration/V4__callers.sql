-- Where callers are known each lists its own orders. Partial: with nobody to tell apart, an order pays for no second index.
create index orders_newest_of_caller on orders (caller, created_at desc, id desc) where caller <> '';
