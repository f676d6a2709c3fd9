-- What was found that somebody should hear of, to whom it was told, and who has
-- heard of which unhappy answers.

-- +goose Up

-- What was found, once each: the key says what makes it the same. day is when
-- it was sure, since when it began, both of the journey's zone; was and now are
-- moods of 0..100 for falls and rises, daily answers and 0 for silence. about
-- is what trouble is about: a mail's id or a webhook's name. teams are keys of those
-- it concerns, parted by spaces. ended_at is when it was over: answers came
-- again, trouble was mended.
create table alerts (
  id text primary key,
  key text not null unique,
  kind text not null,
  journey text not null,
  touchpoint text not null,
  day integer not null,
  since integer not null,
  was double precision not null,
  now double precision not null,
  answers bigint not null,
  delight smallint not null,
  about text not null,
  teams text not null,
  raised_at bigint not null,
  ended_at bigint
);
create index alerts_raised on alerts (raised_at);
create index alerts_journey on alerts (journey, touchpoint, day);

-- To whom an alert was told, by the hash of their folded address.
create table alert_tellings (
  alert text not null,
  reader text not null,
  told_at bigint not null,
  primary key (alert, reader)
) /* without rowid */;

-- Where the notices of a subscription stand: answers up to the number have been
-- looked at for good. told_at is when the last notice was written, 0 before.
create table noticings (
  subscription text primary key,
  seq bigint not null,
  told_at bigint not null
);

-- Answers beyond that number of which a notice was written.
create table noticed (
  subscription text not null,
  seq bigint not null,
  primary key (subscription, seq)
) /* without rowid */;

-- Mails that could not be delivered, for who looks whether all is well.
create index outbox_failed on outbox (seq) where state = 'failed';
