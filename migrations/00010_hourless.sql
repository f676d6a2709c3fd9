-- Finds the answers whose hour nobody has looked at: none, unless a node of an
-- older version takes answers beside this one.

-- +goose Up

create index responses_hourless on responses (seq) where hour < 0;
