"""The fields a file can fill, and the names that shops give them.

Names are compared without case, blanks and punctuation, so `Invoice No.` is `invoiceno`. Earlier names win.
Read in: Shopify and WooCommerce order exports, UCI Online Retail, Olist, Segment; German and Japanese shops.
"""

from __future__ import annotations

from dataclasses import dataclass

from evergrow.ingest.files.spec import Kind


@dataclass(frozen=True)
class Field:
    """`looks` is what its values must look like for a guess: any text, an amount or a date."""

    name: str
    title: str
    names: tuple[str, ...]
    looks: str = "text"
    is_required: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_CUSTOMER = _words(
    "customerid customeruniqueid customerno customernumber customer customeruserid custid clientid buyerid userid "
    "memberid accountid kundennummer kundennr kundenid kundeid kunde 顧客id 顧客番号 顧客コード 会員id 会員番号 "
    "お客様番号 ユーザーid 購入者id"
)
_EMAIL = _words(
    "email emailaddress customeremail billingemail emailbilling mail emailadresse kundenemail rechnungsemail "
    "メールアドレス メール eメール"
)
_COUNTRY = _words(
    "country countrycode billingcountry countrycodebilling countrybilling shippingcountry land rechnungsland "
    "lieferland 国 国名 請求先国 配送先国"
)
_CURRENCY = _words("currency currencycode ordercurrency währung waehrung 通貨 通貨コード")

ORDERS = (
    Field(
        "order_id",
        "Order id",
        _words(
            "orderid ordernumber orderno order invoiceno invoice invoiceid invoicenumber transactionid receiptno "
            "bestellnummer bestellnr bestellid auftragsnummer auftragsnr rechnungsnummer rechnungsnr belegnummer "
            "注文番号 注文id 受注番号 受注id 伝票番号 取引id name"
        ),
        is_required=True,
    ),
    Field("customer_id", "Customer id", _CUSTOMER, is_required=True),
    Field("email", "Email", _EMAIL),
    Field(
        "at",
        "Time of the order",
        _words(
            "orderdate orderedat orderpurchasetimestamp purchasedate purchasedat invoicedate orderdatetime ordertime "
            "createdat datecreated paidat completeddate transactiondate timestamp datetime date bestelldatum "
            "bestelltam bestellzeit auftragsdatum rechnungsdatum kaufdatum datum 注文日時 注文日 受注日時 受注日 "
            "購入日時 購入日 日時 日付"
        ),
        "date",
        is_required=True,
    ),
    Field(
        "price",
        "Price of one",
        _words(
            "unitprice lineitemprice itemprice itemcost priceperunit price einzelpreis stückpreis stueckpreis "
            "artikelpreis preis 単価 販売価格 商品単価 価格"
        ),
        "amount",
        is_required=True,
    ),
    Field(
        "quantity",
        "Quantity",
        _words(
            "quantity qty lineitemquantity itemquantity units count menge anzahl stückzahl stueckzahl 数量 個数"
        ),
        "amount",
    ),
    Field(
        "total",
        "Total of the order",
        _words(
            "total ordertotal ordertotalamount totalamount totalprice amount revenue grandtotal paymentvalue "
            "gesamtbetrag gesamtsumme gesamt bestellwert summe betrag umsatz 合計金額 合計 総額 注文金額 金額"
        ),
        "amount",
    ),
    Field(
        "sku",
        "Product id",
        _words(
            "sku lineitemsku stockcode productid itemid productcode itemcode artikelnummer artikelnr produktnummer "
            "produktid 商品コード 商品番号 商品id 品番"
        ),
    ),
    Field(
        "product",
        "Product name",
        _words(
            "lineitemname productname itemname product item description producttitle title artikelbezeichnung "
            "artikelname produktname bezeichnung artikel produkt 商品名 品名 商品"
        ),
    ),
    Field(
        "status",
        "Status",
        _words(
            "orderstatus financialstatus status paymentstatus bestellstatus auftragsstatus 注文状況 注文ステータス ステータス 状態"
        ),
    ),
    Field("currency", "Currency", _CURRENCY),
    Field("country", "Country", _COUNTRY),
)

EVENTS = (
    Field(
        "event",
        "Name of the event",
        _words(
            "event eventname eventtype action activity name type ereignis ereignisname aktion イベント名 イベント"
        ),
        is_required=True,
    ),
    Field(
        "user_id",
        "Customer id",
        (*_words("userid distinctid identity visitorid"), *_CUSTOMER),
        is_required=True,
    ),
    Field(
        "anonymous_id", "Device id", _words("anonymousid deviceid cookieid sessionid gerätid 匿名id 端末id")
    ),
    Field(
        "at",
        "Time of the event",
        _words(
            "timestamp eventtime eventtimestamp occurredat time datetime date at createdat originaltimestamp "
            "zeitstempel zeitpunkt zeit datum 日時 発生日時 タイムスタンプ 日付"
        ),
        "date",
        is_required=True,
    ),
    Field("message_id", "Id of the event", _words("messageid eventid insertid uuid")),
    Field("properties", "Properties (JSON)", _words("properties props eventproperties")),
    Field("traits", "Traits (JSON)", _words("traits userproperties")),
)

CUSTOMERS = (
    Field("customer_id", "Customer id", (*_CUSTOMER, "id"), is_required=True),
    Field("email", "Email", _EMAIL),
    Field(
        "name",
        "Name",
        _words("name fullname customername kundenname vollständigername 氏名 名前 お名前 顧客名"),
    ),
    Field("phone", "Phone", _words("phone phonenumber mobile telefon telefonnummer handy 電話番号 電話")),
    Field("country", "Country", _COUNTRY),
    Field(
        "at",
        "Known since",
        _words(
            "createdat customersince signedupat registeredat signupdate registrationdate registriertam kundeseit 登録日時 登録日 会員登録日"
        ),
        "date",
    ),
)

SPEND = (
    Field(
        "day",
        "Day",
        _words("day date reportingstarts datestart tag datum berichtsbeginn 日 日付 日にち レポート開始日"),
        "date",
        is_required=True,
    ),
    Field(
        "channel",
        "Channel",
        _words(
            "channel source platform medium publisher network adnetwork kanal quelle plattform チャネル 媒体 流入元"
        ),
        is_required=True,
    ),
    Field(
        "campaign",
        "Campaign",
        _words("campaign campaignname kampagne kampagnenname キャンペーン キャンペーン名"),
    ),
    Field(
        "amount",
        "Amount spent",
        _words(
            "amount spend cost amountspent costs adspend betrag kosten ausgaben 費用 金額 広告費 消化金額 利用額"
        ),
        "amount",
        is_required=True,
    ),
    Field("currency", "Currency", _CURRENCY),
)

CATALOGUE = (
    Field(
        "product_id",
        "Product id",
        _words(
            "productid id sku itemid productcode itemcode code artikelnummer artikelnr produktnummer produktid variantsku "
            "商品コード 商品番号 商品id 品番"
        ),
        is_required=True,
    ),
    Field(
        "name",
        "Name",
        _words(
            "name title productname producttitle itemname bezeichnung artikelname produktname 商品名 品名"
        ),
    ),
    Field(
        "category",
        "Category",
        _words("category producttype productcategory type kategorie warengruppe カテゴリ カテゴリー 分類"),
    ),
    Field(
        "price",
        "Price",
        _words("price unitprice saleprice variantprice regularprice preis einzelpreis 価格 販売価格 単価"),
        "amount",
    ),
    Field("currency", "Currency", _CURRENCY),
    Field(
        "image",
        "Address of a picture",
        _words("image imagelink imageurl imagesrc images picture bild bildurl 画像 画像url"),
    ),
    Field("url", "Address of its page", _words("url link producturl permalink page seite adresse 商品url")),
    Field(
        "in_stock",
        "In stock",
        _words(
            "instock availability stock isinstock stockstatus available inventory variantinventoryqty lagerbestand bestand "
            "verfügbarkeit 在庫 在庫数"
        ),
    ),
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    "orders": ORDERS,
    "events": EVENTS,
    "customers": CUSTOMERS,
    "spend": SPEND,
    "catalogue": CATALOGUE,
}

INSTEAD: dict[Kind, dict[str, tuple[str, ...]]] = {
    "orders": {"customer_id": ("email",), "price": ("total",)},
    "events": {"user_id": ("anonymous_id",)},
    "customers": {"customer_id": ("email",)},
    "spend": {},
    "catalogue": {},
}
"""Required fields that another may stand in for."""
