Feature: Redeeming
  A consumer hands in a code, and receives the good once and only once.

  Background:
    Given a catalog item
    And 10 tokens in circulation

  Scenario: A code is redeemed once and only once
    Given an order of 2 tokens by Northwind
    When the storefront redeems the code
    Then that succeeds
    And the token is Redeemed, at version 4
    When the storefront redeems the code
    Then that is refused: 409 TokenAlreadyRedeemed
    And the item's tokens are
      | circulated | activated | redeemed |
      | 8          | 1         | 1        |

  Scenario Outline: A code may be typed sloppily
    Given an order of 1 token by Northwind
    When the storefront redeems the code <typed>
    Then that succeeds

    Examples:
      | typed                      |
      | in small letters           |
      | without hyphens            |
      | with spaces                |
      | with letters O, I for 0, 1 |

  Scenario: The same consumer may ask again
    Given an order of 1 token by Northwind
    When the storefront redeems the code for ann
    And the storefront redeems the code for ann
    Then that succeeds
    And the token is Redeemed, at version 4

  Scenario: Another consumer comes too late
    Given an order of 1 token by Northwind
    When the storefront redeems the code for ann
    And the storefront redeems the code for bob
    Then that is refused: 409 TokenAlreadyRedeemed

  Scenario: Many at once hand in one code, and one gets the good
    Given an order of 1 token by Northwind
    When 12 consumers redeem the code at the same time
    Then 1 of them succeeds, and the others are refused: 409 TokenAlreadyRedeemed

  Scenario Outline: A wrong code is a wrong code, whatever is wrong with it
    When the storefront redeems "<code>"
    Then that is refused: 400 InvalidCode

    Examples:
      | code                          |
      | 00000-00000-00000-00000-00000 |
      | 12345                         |
      | not a code                    |

  Scenario: A code with a letter mistaken
    Given an order of 1 token by Northwind
    When the storefront redeems the code with the last letter changed
    Then that is refused: 400 InvalidCode

  Scenario: A token that is only reserved cannot be redeemed
    Given an order of 1 token by Northwind, reserved only
    When the storefront redeems the code
    Then that is refused: 400 TokenNotActivated

  Scenario: A void token cannot be redeemed
    Given an order of 1 token by Northwind
    And Northwind voids the token
    When the storefront redeems the code
    Then that is refused: 409 TokenVoided
