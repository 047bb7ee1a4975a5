Feature: Printing
  Partners have tokens printed: a package of codes that their own key opens, and no other.

  @openssl
  Scenario: A package is printed, opened with the partner's key, and confirmed
    Given a catalog item
    And 100 tokens in circulation
    And a certificate of Northwind
    When Northwind prints 10 tokens
    Then the print job is ready for download
    And the item's tokens are
      | circulated | reserved | activated |
      | 90         | 10       | 0         |
    When Northwind downloads the package
    Then Northwind's key opens it, with 10 tokens in it
    And the print job is printing
    When Northwind confirms the print job
    Then the print job is printed
    When Northwind downloads the package
    Then that is refused: 410 PackageGone

  @openssl
  Scenario: A download that broke off goes on where it was
    Given a catalog item
    And 100 tokens in circulation
    And a certificate of Northwind
    And a print job of 10 tokens by Northwind
    When Northwind downloads the package in parts of 700 bytes
    Then Northwind's key opens it, with 10 tokens in it

  @openssl
  Scenario: Printed codes are redeemed once their tokens are activated
    Given a catalog item
    And 100 tokens in circulation
    And a certificate of Northwind
    And a print job of 3 tokens by Northwind
    When Northwind downloads the package
    Then Northwind's key opens it, with 3 tokens in it
    When the storefront redeems the code
    Then that is refused: 400 TokenNotActivated
    When Northwind activates the print job
    And the storefront redeems the code
    Then that succeeds

  Scenario: Without a certificate nothing is printed
    Given a catalog item
    And 100 tokens in circulation
    When Fabrikam prints 10 tokens
    Then that is refused: 409 CertificateRequired

  Scenario: A print job waits for stock
    Given a catalog item
    And a certificate of Northwind
    When Northwind prints 10 tokens
    Then the print job waits, 10 tokens short
    When Northwind downloads the package
    Then that is refused: 403 TokensNotReadyForDownload
    Given 10 tokens in circulation
    Then the print job is ready for download

  Scenario: A print job is canceled before its codes have left the house
    Given a catalog item
    And 100 tokens in circulation
    And a certificate of Northwind
    And a print job of 10 tokens by Northwind
    When Northwind cancels the print job
    Then the print job is canceled
    And the item's tokens are
      | circulated | reserved |
      | 100        | 0        |

  Scenario: Once they have left, they can be voided but never come back
    Given a catalog item
    And 100 tokens in circulation
    And a certificate of Northwind
    And a print job of 10 tokens by Northwind
    When Northwind downloads the package
    And Northwind cancels the print job
    Then that is refused: 409 PrintJobCancellation
    When Northwind voids the print job
    Then the item's tokens are
      | circulated | reserved | voided |
      | 90         | 0        | 10     |

  Scenario: Nobody else sees a print job
    Given a catalog item
    And 100 tokens in circulation
    And a certificate of Northwind
    And a print job of 10 tokens by Northwind
    When Fabrikam downloads the package
    Then that is refused: 404 NotFound
    When the storefront downloads the package
    Then that is refused: 403 Forbidden
    When a stranger downloads the package
    Then that is refused: 401 Unauthorized

  @impatient
  Scenario: A print job that waits too long is canceled
    Given a catalog item
    And a certificate of Northwind
    When Northwind prints 10 tokens
    Then the print job is canceled: TimedOut
    Given 10 tokens in circulation
    Then the item's tokens are
      | circulated | reserved |
      | 10         | 0        |
