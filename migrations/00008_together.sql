-- Working together: maps as they were, when a journey is looked over again, and
-- links with which others look at a map.

-- +goose Up

-- The document is that of package snapshot. It names quotes by their answers'
-- ids, so that what is erased is gone here too.
create table snapshots (
  id text primary key,
  journey text not null references journeys (key),
  taken_at bigint not null,
  from_day integer not null,
  to_day integer not null, -- the first that is no longer in it
  review integer not null, -- 1: taken by a review
  note text not null,
  document text not null
);
create index snapshots_by_time on snapshots (journey, taken_at);

create table reviews (
  journey text primary key references journeys (key),
  cadence text not null,
  since bigint not null, -- when the journey was made
  done_at bigint -- the last review
);
insert into reviews (journey, cadence, since)
  select key, 'quarterly', changed_at from journeys;

-- Only the hash of a link's token is kept. Both days 0: always the last 28.
create table shares (
  id text primary key,
  hash bytea not null unique,
  journey text not null references journeys (key),
  label text not null,
  from_day integer not null,
  to_day integer not null,
  compare integer not null,
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint,
  used_day integer
);
create index shares_of on shares (journey);
