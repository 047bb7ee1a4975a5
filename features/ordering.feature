Feature: Ordering
  Partners order tokens of a catalog item; an order receives all of its tokens or none.

  Scenario: An order activates its tokens at once
    Given a catalog item
    And 100 tokens in circulation
    When Northwind orders 10 tokens
    Then the order is fulfilled
    And the item's tokens are
      | circulated | reserved | activated |
      | 90         | 0        | 10        |

  Scenario: An order may reserve its tokens only
    Given a catalog item
    And 100 tokens in circulation
    When Northwind orders 10 tokens, reserved only
    Then the order is fulfilled
    And the item's tokens are
      | circulated | reserved | activated |
      | 90         | 10       | 0         |

  Scenario: Orders that are short are served first come, first served
    Given a catalog item
    When Northwind orders 6 tokens
    Then the first order waits, 6 tokens short
    When Fabrikam orders 6 tokens
    Then the second order waits, 6 tokens short
    Given 6 tokens in circulation
    Then the first order is fulfilled
    And the second order waits, 6 tokens short
    Given 6 tokens in circulation
    Then the second order is fulfilled
    And the item's tokens are
      | minted | circulated | activated |
      | 12     | 0          | 12        |

  Scenario: An order that is short takes nothing until there is enough
    Given a catalog item
    And 4 tokens in circulation
    When Northwind orders 10 tokens
    Then the order waits, 6 tokens short
    And the item's tokens are
      | circulated | activated |
      | 4          | 0         |

  Scenario: An order that will not wait is canceled when it is short
    Given a catalog item
    And 4 tokens in circulation
    When Northwind orders 10 tokens, to be canceled when short
    Then the order is canceled: OutOfStock
    And the item's tokens are
      | circulated | activated |
      | 4          | 0         |

  Scenario: What one order gives back serves the next
    Given a catalog item
    And 10 tokens in circulation
    And an order of 10 tokens by Northwind
    When Fabrikam orders 10 tokens
    Then the second order waits, 10 tokens short
    When Northwind cancels the first order
    Then the first order is canceled: Requested
    And the second order is fulfilled

  Scenario: A canceled order's tokens are in circulation again
    Given a catalog item
    And 100 tokens in circulation
    And an order of 10 tokens by Northwind
    When Northwind cancels the order
    Then the order is canceled: Requested
    And the item's tokens are
      | circulated | reserved | activated |
      | 100        | 0        | 0         |

  @impatient
  Scenario: An order that waits too long is canceled
    Given a catalog item
    When Northwind orders 10 tokens
    Then the order waits, 10 tokens short
    And the order is canceled: TimedOut
    Given 10 tokens in circulation
    Then the item's tokens are
      | circulated | activated |
      | 10         | 0         |
