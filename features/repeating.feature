Feature: Repeating a request
  Whoever received no answer sends the request again, with the same key; it is done once.

  Background:
    Given a catalog item

  Scenario: A mint that is sent again mints once
    When the operator mints 10 tokens with the key "one"
    And the operator mints 10 tokens with the key "one"
    Then both answers are the same
    And it completes
    And the item's tokens are
      | minted | circulated |
      | 10     | 10         |

  Scenario: An order that is sent again is placed once
    Given 10 tokens in circulation
    When Northwind orders 2 tokens with the key "one"
    And Northwind orders 2 tokens with the key "one"
    Then both answers are the same
    And the order is fulfilled
    And the item's tokens are
      | circulated | activated |
      | 8          | 2         |

  Scenario: Another request with the same key is refused
    When the operator mints 10 tokens with the key "one"
    And the operator mints 20 tokens with the key "one"
    Then that is refused: 422 IdempotencyKeyReused
    And it completes
    And the item's tokens are
      | minted |
      | 10     |

  Scenario: Two clients may happen to use the same key
    Given 10 tokens in circulation
    When Northwind orders 2 tokens with the key "one"
    And Fabrikam orders 2 tokens with the key "one"
    Then the first order is fulfilled
    And the second order is fulfilled
    And the item's tokens are
      | circulated | activated |
      | 6          | 4         |

  Scenario: A consumer without an account who lost the answer receives it again
    Given 10 tokens in circulation
    And an order of 1 token by Northwind
    When the storefront redeems the code with the key "one"
    And the storefront redeems the code with the key "one"
    Then that succeeds
    And both answers are the same
