Feature: Many requests at once
  A shop hands in a day's codes in one request, and learns of each what became of it.

  Background:
    Given a catalog item
    And 10 tokens in circulation

  Scenario: What can be redeemed is redeemed, whatever else is refused
    Given an order of 3 tokens by Northwind
    And the storefront redeemed 1 of its codes
    When the storefront redeems all of its codes for ann in one batch
    Then they end with
      | 409 TokenAlreadyRedeemed |
      | 200                      |
      | 200                      |
    And the item's tokens are
      | circulated | activated | redeemed |
      | 7          | 0         | 3        |

  Scenario: What belongs together is redeemed together, or not at all
    Given an order of 3 tokens by Northwind
    And the storefront redeemed 1 of its codes
    When the storefront redeems all of its codes for ann as one change
    Then they end with
      | 409 TokenAlreadyRedeemed |
      | 424 FailedDependency     |
      | 424 FailedDependency     |
    And the item's tokens are
      | circulated | activated | redeemed |
      | 7          | 2         | 1        |

  Scenario: A batch that is sent again does nothing twice
    Given an order of 3 tokens by Northwind
    When the storefront redeems all of its codes for ann as one change with the key "one"
    And the storefront redeems all of its codes for ann as one change with the key "one"
    Then both answers tell the same
    And they end with
      | 200 |
      | 200 |
      | 200 |
