-- Keys of kiosks, which send answers to one placement.

-- +goose Up

-- The code of the placement that a key of the scope kiosk is bound to, else ''.
alter table keys add column placement text not null default '';
