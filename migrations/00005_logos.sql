-- A journey's mark, for the middle of its QR codes: a small PNG that was
-- encoded here, never what was uploaded.

-- +goose Up

create table logos (
  journey text primary key references journeys (key),
  image bytea not null,
  changed_at bigint not null
);
