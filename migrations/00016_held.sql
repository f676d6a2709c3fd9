-- Until when a delivery is in the hands of who claimed it, apart from when it is
-- to be tried: what waits can be asked for now without being taken from anybody.

-- +goose Up

alter table deliveries add column held_until bigint not null default 0;
