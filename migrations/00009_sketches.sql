-- Journeys that are being made or changed in the browser, before they are
-- applied: one row for each that somebody has begun.

-- +goose Up

create table sketches (
  id text primary key,
  user_id text not null references users (id),
  -- The key of the journey that is being changed and the revision that it had
  -- when that began; '' and 0 for a journey that is not there yet.
  journey text not null,
  revision bigint not null,
  -- The journey as it would be applied, in the form in which journeys keeps it.
  document text not null,
  step text not null,
  version bigint not null,
  -- The key of the journey that came of it, '' until then.
  made text not null,
  changed_at bigint not null
);
create index sketches_by_user on sketches (user_id);
