/** Names of coins and quote currencies, and how venues write instruments. Source: the venues' instrument lists. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Currencies that accounts are kept and prices are quoted in: alone they name no market. */
export const STABLE_QUOTES: ReadonlySet<string> = words("USDT USDC USD BUSD TUSD FDUSD USDE DAI USD1 USDP USDS PYUSD UST");
/** Coins that are held at one unit of money, beside those that say USD: nobody trades their pairs for a profit. */
export const PEGGED = /USD|^(?:DAI|FRAX|UST|USTC|GHO|MIM|DOLA|PAX|VAI|EURC|EURT|EURI|EURS|AEUR|EUR|GBP)$/;
export const FIATS: ReadonlySet<string> = words("USD EUR GBP JPY AUD CAD CHF NZD TRY BRL RUB UAH KRW CNY CNH INR SGD HKD IDR PLN MXN ZAR XAU XAG");
/** Coins that prices are quoted in as well: a suffix test for one parses the quote. */
export const COIN_QUOTES: ReadonlySet<string> = words("BTC ETH BNB XBT TRX DOGE");

export const COINS: ReadonlySet<string> = words(`
  BTC XBT ETH BNB SOL XRP ADA DOGE TRX DOT LTC BCH LINK AVAX MATIC POL UNI ATOM XLM ETC FIL APT ARB OP NEAR SUI SEI INJ TIA TON ICP HBAR VET
  ALGO AAVE MKR GRT SAND MANA AXS EGLD XTZ EOS THETA FTM RUNE KAVA SNX CRV COMP YFI SUSHI ZEC DASH XMR NEO IOTA QTUM ZIL ENJ BAT CHZ GALA
  APE LDO IMX FLOW MINA KSM STX ROSE CELO ONE ANKR ZRX OMG ICX ONT WAVES DYDX GMX BLUR PEPE SHIB FLOKI BONK WIF MEME ORDI SATS RATS JUP PYTH
  JTO WLD STRK ENA ETHFI ALT MANTA DYM PIXEL PORTAL AEVO BOME NOT IO ZK ZRO LISTA TAO FET AGIX OCEAN RNDR RENDER AR AKT CFX MASK ENS LRC
  SSV RPL FXS PENDLE CAKE WOO GMT MAGIC HOOK HIGH ID EDU ARKM CYBER MAV XVG STORJ HOT IOST RVN SC LUNA LUNC USTC FTT HYPE TRUMP MELANIA
  FARTCOIN PNUT GOAT MOODENG VIRTUAL AIXBT AI16Z POPCAT MEW BRETT TURBO NEIRO MOVE ME PENGU USUAL KAITO BERA LAYER IP TRB BLZ LOOM UMA BAL
  BAND KNC REN CTSI COTI SXP BEL LIT 1INCH CRO OKB BGB KCS GT LEO HT XEM XDC KAS BSV BTT JASMY PEOPLE LPT GNO QNT SUPER ONDO PAXG XAUT WBTC
  STETH WSTETH BTCDOM TNSR SAGA OMNI REZ BB TAIKO W AXL STG T PHB ACH IOTX SKL CELR DENT ONG GAS FLUX VANRY RONIN RON BEAM XAI ACE NFP AI
  ILV YGG SLP ALICE TLM DEGO SFP C98 HFT QI JOE RDNT PERP TRU ALPHA REEF DODO BAKE UNFI LINA OGN NKN LQTY IDEX AMB HIFI DUSK BICO ASTR ZEN
  NMR SYN MBOX VOXEL ZETA METIS KLAY GLMR MOVR POLYX CKB ORCA RAY DRIFT JST SUN WIN PUMP ASTER XPL WLFI LINEA SPX ENSO GRASS EIGEN SCR
`);

/** Words that stand for other things at least as often: alone they count only beside an operand that surely holds a symbol. */
export const COIN_WORDS: ReadonlySet<string> = words(
  "ONE OP ID MOVE ME GAS HIGH FLOW NOT IO T W AI MASK SUPER PUMP WIN SUN ALT TRU ALPHA AR SC IP ACE BEL LIT REN HOT HT GT LEO PERP BB BAND MAGIC HOOK PORTAL PEOPLE MEME LAYER BEAM JOE REZ RAY SYN DRIFT USUAL GOAT TURBO COMP BAT ONG QI UST POL LINK NEAR DOT TON",
);

/** Coins whose market others are compared with. */
export const BENCHMARKS: ReadonlySet<string> = words("BTC XBT ETH");

/** More names of markets that contain another coin's name: a prefix or a part of a name fits them too. */
export const LOOKALIKES: readonly string[] = [
  "BTCDOM", "WBTC", "BTCST", "PUMPBTC", "ETHFI", "ETHW", "STETH", "WBETH", "SOLV", "SOLAYER", "JITOSOL", "BABYDOGE", "1000SHIB", "1000PEPE", "1000BONK", "1000FLOKI", "1000SATS", "SAVAX", "AIXBT", "AI16Z", "OPUL", "POPCAT",
];

/** With a separator, or with a quote that is no word: the name of a market whatever its base. */
export const PAIR_FORMS: readonly RegExp[] = [
  /^(?<base>(?:1000+|k)?[A-Z0-9]{2,12})[-_/: ](?<quote>USDT|USDC|USD|BUSD|FDUSD|EUR|GBP|BTC|ETH|BNB|TRY|JPY|KRW)(?::(?:USDT|USDC|USD|BTC|ETH))?(?:[-_](?:SWAP|PERP|PERPETUAL|\d{6,8}))?$/,
  /^(?<base>[A-Z0-9]{2,12})[-_/](?<quote>PERP|SWAP)(?:TUAL)?$/,
  /^(?<base>(?:1000+)?[A-Z0-9]{2,12})(?<quote>USDT|USDC|BUSD|FDUSD)(?:[-_.]?(?:SWAP|PERP|P|\d{6}))?$/,
];
/** Without a separator and with a short quote: only with a known base. */
export const GLUED_PAIR = /^(?<base>[A-Z0-9]{2,8}?)(?<quote>USD|EUR|GBP|BTC|ETH|BNB|JPY|PERP|TRY|CHF|CAD|AUD|NZD)(?:M|_PERP|\.P)?$/;
/** A stream's spelling. */
export const LOWER_PAIR = /^(?<base>[a-z0-9]{2,10}?)(?<separator>[-_/]?)(?<quote>usdt|usdc|busd|usd|btc)$/;
