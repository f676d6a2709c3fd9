package store

import "context"

const (
	countSQL  = `select count(*) from responses r left join scores c on c.seq = r.seq`
	newestSQL = `select coalesce(max(r.seq), 0) from responses r`
)

// Count is how many answers a query selects; its cursor selects too, its
// limit does not.
func (s *Store) Count(ctx context.Context, q Query) (n int64, err error) {
	c, err := s.current(ctx)
	if err != nil {
		return 0, err
	}
	where, err := s.selection(ctx, c, q)
	if err != nil {
		return 0, err
	}
	err = s.dialect.read.QueryRowContext(ctx, countSQL+where.String(), where.args...).Scan(&n)
	return n, s.dialect.explain("read", err)
}

// Now is the cursor behind the newest answer there is: a query with it does
// not see what comes later.
func (s *Store) Now(ctx context.Context) (string, error) {
	var seq int64
	err := s.dialect.read.QueryRowContext(ctx, newestSQL).Scan(&seq)
	return cursor(seq + 1), s.dialect.explain("read", err)
}
