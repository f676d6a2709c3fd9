package text

// latin tells English from the other languages in Latin letters by common words
// and by accents. What neither gives away ("ok", "wifi") is English.
func latin(s string, c *letters) string {
	en, other := 0, 0
	eachWord(s, func(w string) {
		if englishWords[w] {
			en += 2
		}
		if otherWords[w] {
			other += 2
		}
	})
	other += c.accented
	if other > en {
		return "other"
	}
	return "en"
}

var (
	englishWords = words(`the a an and or but is are was were be been it its this that these those i you he she we they my your his her our their me him us them
		not no yes of in on at to for with from by as so very too really just all some any much more most less than then there here what which who when where why how
		have has had do does did don't didn't can can't could would should will won't good great nice bad best worst slow fast love loved like liked hate hated
		food service staff friendly price place coffee clean dirty wait waiting long again never always everything nothing thank thanks please
		ok okay cool fine awesome awful terrible perfect amazing excellent poor expensive cheap delicious tasty rude helpful wonderful happy
		time money quality product delivery order ordered app work works worked use used easy hard get got came come went go back only out up down if about`)
	otherWords = words(`der die das und ist nicht ein eine mit sehr gut schlecht für auf zu den dem ich wir sie es war hat aber auch nur wie schön leider danke essen alles
		le la les et est pas un une des du très bon bonne mal mais pour avec je nous vous il elle ce cette qui que dans sur merci trop tout rien
		el los las y no muy bueno buena malo mala pero para con por yo nosotros usted esto esta todo nada gracias comida servicio es en lo su
		o os e é não muito bom boa ruim mas com eu nós você isto este tudo nada obrigado obrigada comida serviço
		il lo gli non molto buono buona ma per con io noi voi questo questa tutto niente grazie cibo servizio
		jest nie bardzo dobry dobra dobrze źle ale dla z na to jak wszystko nic dziękuję jedzenie obsługa się i w
		velmi dobře dobrý špatně ale pro děkuji jídlo všechno
		och är inte mycket bra dålig men för med jag vi ni det den allt inget tack mat
		en het een niet zeer goed slecht maar voor met ik wij dit dat alles niets bedankt eten van
		ve bir bu çok iyi kötü ama için ile ben biz güzel teşekkürler
		sangat bagus tidak dan yang enak mahal terima kasih
		rất ngon không tốt và là của
		și este nu foarte bun bună dar pentru cu mâncare
		dobre dyakuyu spasibo horosho ochen ploho duzhe smachno`)
)
