package visit

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web/altcha"
)

const (
	// proofMost is the largest number to be found. Half of it is tried on
	// average, which takes a middling phone one or two seconds and whoever
	// floods as long for every answer.
	proofMost = 1_000_000
	// proofLife is how long a thanks page's challenge is good.
	proofLife = 20 * time.Minute

	proofInput = "altcha" // as Altcha's own forms call it
)

// proof is a piece of work that a thanks page's script may do.
type proof struct {
	Challenge string // JSON
	To        string // where the solution is sent
}

// offer is the work that would let a waiting answer count, nil where there is
// none to do. The page says nothing of it: nobody is told that they are
// suspected, and without script staff decide.
func (p *Pages) offer(v *visit, r *store.Record) (*proof, error) {
	if !p.ProofOfWork || r.State != survey.Quarantined || !r.Doubts.Earns() {
		return nil, nil
	}
	number, err := rand.Int(rand.Reader, big.NewInt(proofMost+1))
	if err != nil {
		return nil, err
	}
	var salt [12]byte
	if _, err := rand.Read(salt[:]); err != nil {
		return nil, err
	}
	c := altcha.New(p.proofs, hex.EncodeToString(salt[:]), number.Int64(), proofMost, r.ID.String(), p.Clock().Add(proofLife))
	b, err := json.Marshal(c)
	return &proof{Challenge: string(b), To: "/t/" + v.Placement.Code + "/proof"}, err
}

// Proof is POST /t/{code}/proof: work that was done for a waiting answer. It
// lets this answer count and no other, and a second time changes nothing.
func (p *Pages) Proof(c echo.Context) error {
	ctx := c.Request().Context()
	if _, err := p.Store.Spot(ctx, c.Param("code")); err != nil {
		return err
	}
	if !p.ProofOfWork {
		return fault.NotFound
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	bound, err := altcha.Open(p.proofs, form.Get(proofInput), p.Clock())
	if err != nil {
		return err
	}
	id, err := uuid.Parse(bound)
	if err != nil {
		return err
	}
	if err := p.Store.Prove(ctx, id); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.NoContent(http.StatusNoContent)
}
