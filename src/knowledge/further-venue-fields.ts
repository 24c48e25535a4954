/**
 * Fields of the payloads of Bitget (API v2), Gate (v4), KuCoin (spot), MEXC (spot) and Kraken (spot), in the words of
 * venue-fields.ts. Sources: https://www.bitget.com/api-doc, https://www.gate.com/docs/developers/apiv4 and the models of
 * gate-api, https://www.kucoin.com/docs-new, https://www.mexc.com/api-docs/spot-v3, https://docs.kraken.com/api. The futures of
 * MEXC (contract.mexc.com), KuCoin (api-futures.kucoin.com) and Kraken (futures.kraken.com) send JSON numbers: nothing of them
 * is text, so they are not here, and a `null` of theirs is not known.
 */

/**
 * Positions come only while they are open. Empty without a take-profit or stop; fees are "" until the first is charged.
 * Bitget's own example of an account has "" in unrealizedPL.
 */
export const BITGET = {
  positions: `openDelegateSize! marginSize available! locked! total! leverage# achievedProfits openPriceAvg unrealizedPL liquidationPrice keepMarginRate
    markPrice marginRatio breakEvenPrice totalFee? deductedFee takeProfit? stopLoss? cTime# uTime#`,
  orders: `size! baseVolume! priceAvg?unfilled fee?unfilled price?market totalProfits presetStopSurplusPrice? presetStopLossPrice? quoteVolume leverage#
    triggerPrice executePrice? stopSurplusTriggerPrice? stopLossTriggerPrice? cTime# uTime#`,
  fills: "price baseVolume! quoteVolume profit cTime#",
  balance: `available! frozen! locked! crossedMaxAvailable isolatedMaxAvailable maxTransferOut accountEquity usdtEquity btcEquity crossedRiskRate unrealizedPL?
    crossedUnrealizedPL? isolatedUnrealizedPL? isolatedMargin^ crossedMargin^ unionTotalMargin unionAvailable coupon?`,
  tickers: `lastPr askPr bidPr bidSz askSz high24h low24h change24h baseVolume quoteVolume usdtVolume openUtc changeUtc24h indexPrice fundingRate holdingAmount
    open24h markPrice ts#`,
  instruments: `minTradeNum sizeMultiplier priceEndStep# volumePlace# pricePlace# maxLever# minLever# minTradeUSDT makerFeeRate takerFeeRate feeRateUpRatio
    openCostUpRatio`,
  funding: "fundingRate",
  status: "code=",
};

/** Sizes of futures are whole numbers of contracts; the same keys of spot are text. */
export const GATE = {
  positions: `size@ leverage# leverage_max risk_limit maintenance_rate value margin entry_price liq_price mark_price initial_margin maintenance_margin
    unrealised_pnl realised_pnl history_pnl last_close_pnl cross_leverage_limit`,
  orders: "size@ price fill_price! amount filled_total avg_deal_price fee tkfr mkfr",
  fills: "size@ price fee amount",
  balance: "total! available! unrealised_pnl position_margin order_margin point bonus locked!",
  tickers: `last mark_price index_price funding_rate lowest_ask highest_bid change_percentage volume_24h total_size low_24h high_24h high_low base_volume
    quote_volume`,
  klines: "o h l c sum t@ v@",
  instruments: `order_price_round quanto_multiplier mark_price_round leverage_max leverage_min maker_fee_rate taker_fee_rate mark_price last_price index_price
    funding_rate min_base_amount min_quote_amount order_size_min@ order_size_max@ precision@ amount_precision@`,
  trades: "price size@ amount",
  funding: "r",
};

export const KUCOIN = {
  orders: "price size! funds^ dealSize! dealFunds fee remainSize! remainFunds cancelledSize! visibleSize^",
  fills: "price size! funds fee feeRate",
  balance: "balance! available! holds!",
  tickers: "price bestBid bestAsk bestBidSize bestAskSize last buy sell high low vol volValue changeRate changePrice averagePrice^",
  instruments: "baseMinSize quoteMinSize baseMaxSize quoteMaxSize baseIncrement quoteIncrement priceIncrement priceLimitRate minFunds^",
  status: "code=",
};

/** Spot speaks as Binance's does. */
export const MEXC = {
  orders: "price origQty! executedQty! cummulativeQuoteQty origQuoteOrderQty",
  fills: "price qty! quoteQty commission",
  balance: "free! locked!",
  tickers: "lastPrice price bidPrice askPrice bidQty askQty priceChange priceChangePercent highPrice lowPrice volume openPrice prevClosePrice",
  instruments: "baseSizePrecision quoteAmountPrecision maxQuoteAmount makerCommission takerCommission",
};

export const KRAKEN = {
  positions: "vol! vol_closed! cost fee margin value net opentm@",
  orders: "vol! vol_exec! cost fee price stopprice limitprice price2 opentm@ closetm@",
  fills: "price cost fee vol! margin time@",
  balance: "eb tb m n c v e mf ml",
  tickers: "o p@",
  instruments: "ordermin costmin tick_size lot_decimals@ pair_decimals@",
};
