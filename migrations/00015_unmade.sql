-- Digests that cannot be made, the order in which mails are sent, and addresses
-- that need not be kept.

-- +goose Up

-- A subscription whose digest could not be made when it was due, for as long as
-- that is so. next_at is when it is tried again.
create table unmade (
  subscription text primary key,
  tries integer not null,
  since bigint not null,
  next_at bigint not null
);

-- Mails in the order in which they are sent: what cannot wait, then digests.
create index outbox_urgent on outbox ((case kind when 'digest' then 1 else 0 end), next_at, seq) where state = 'waiting';

-- Whose mails are done and not shown any more, or who has neither an account
-- nor a subscription, is not remembered by an address.
update outbox set recipient = '', folded = '' where state <> 'waiting' and (document = ''
  or not exists (select 1 from subscriptions s where s.folded = outbox.folded) and not exists (select 1 from users u where u.folded = outbox.folded));
