Feature: Whole orders
  A partner handles all tokens of an order at once, however many they are.

  Background:
    Given a catalog item
    And 1,000,000 tokens in circulation

  Scenario: Activating an order
    Given an order of 500,000 tokens by Northwind, reserved only
    When Northwind activates the order
    Then that succeeds
    And the item's tokens are
      | circulated | reserved | activated |
      | 500,000    | 0        | 500,000   |

  Scenario: Deactivating an order
    Given an order of 500,000 tokens by Northwind
    When Northwind deactivates the order
    Then that succeeds
    And the item's tokens are
      | circulated | reserved | activated |
      | 500,000    | 500,000  | 0         |

  Scenario: Returning what was not redeemed
    Given an order of 500,000 tokens by Northwind
    And the storefront redeemed 2 of its codes
    When Northwind returns the order
    Then that succeeds
    And the item's tokens are
      | circulated | reserved | activated | redeemed |
      | 999,998    | 0        | 0         | 2        |

  Scenario: Voiding what was not redeemed
    Given an order of 500,000 tokens by Northwind
    And the storefront redeemed 2 of its codes
    When Northwind voids the order
    Then that succeeds
    And the item's tokens are
      | circulated | activated | redeemed | voided  |
      | 500,000    | 0         | 2        | 499,998 |

  Scenario: An order that waits has nothing to activate
    When Northwind orders 2,000,000 tokens
    And Northwind activates the order
    Then that is refused: 409 OrderNotFulfilled
