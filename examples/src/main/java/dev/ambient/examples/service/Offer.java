/* SPDX-License-Identifier: Apache-2.0 */
package dev.ambient.examples.service;

/** What the service answers. */
record Offer(String sku, String name, int inStock, int cents) {

    /** The products' names and numbers need no escaping. */
    String toJson() {
        return "{\"sku\":\"%s\",\"name\":\"%s\",\"inStock\":%d,\"cents\":%d}".formatted(sku, name, inStock, cents);
    }

    /** What the right answer is, computed without asking anybody. */
    static Offer expected(String sku) {
        int cents = PriceHandler.cents(sku) * (100 - Settings.discountPercent()) / 100;
        return new Offer(sku, sku.replace("sku-", "Product "), Inventory.stock(sku), cents);
    }
}
